// The rules of all countries in full, 2 MB: with the short ones a mobile number of China may lack a digit.
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneNumbers } from '../../domain/deliveries/phone-numbers.ts';

/* A number without the prefix of a country is one of China, where the time zone is not one of these. */
const DEFAULT_COUNTRY = 'CN';

/*
 * Where one country has the time zone and numbers are typed without its prefix. To ask `Intl` for the time zones of each
 * country took 120 ms.
 */
const TIMEZONES: Readonly<Partial<Record<CountryCode, readonly string[]>>> = {
  AU: ['Australia/Sydney', 'Australia/Melbourne', 'Australia/Brisbane', 'Australia/Perth'],
  CA: ['America/Toronto', 'America/Vancouver', 'America/Montreal'],
  DE: ['Europe/Berlin'],
  FR: ['Europe/Paris'],
  GB: ['Europe/London'],
  HK: ['Asia/Hong_Kong', 'Hongkong'],
  ID: ['Asia/Jakarta'],
  IN: ['Asia/Kolkata', 'Asia/Calcutta'],
  JP: ['Asia/Tokyo', 'Japan'],
  KR: ['Asia/Seoul', 'ROK'],
  MO: ['Asia/Macau', 'Asia/Macao'],
  MY: ['Asia/Kuala_Lumpur'],
  NZ: ['Pacific/Auckland'],
  PH: ['Asia/Manila'],
  SG: ['Asia/Singapore', 'Singapore'],
  TH: ['Asia/Bangkok'],
  TW: ['Asia/Taipei', 'ROC'],
  US: ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'],
  VN: ['Asia/Ho_Chi_Minh', 'Asia/Saigon'],
};

/* As some write the prefix of the country, which the library does not know. */
const BRACED_PREFIX = /^\s*[(（]\s*(\+\s*\d{1,3})\s*[)）]/;

const countries: ReadonlyMap<string, CountryCode> = new Map(
  Object.entries(TIMEZONES).flatMap(([country, zones]) =>
    zones.map((zone) => [zone, country as CountryCode]),
  ),
);

/** Reads numbers by the rules of Google's libphonenumber. */
export const libphonenumberPhones: PhoneNumbers = {
  read: (text, timezone) => {
    const defaultCountry = countries.get(timezone) ?? DEFAULT_COUNTRY;
    const plain = text.replace(BRACED_PREFIX, '$1 ');
    const number = parsePhoneNumberFromString(plain, { defaultCountry, extract: false });
    return number?.isValid() && number.ext === undefined ? number.number : null;
  },
};
