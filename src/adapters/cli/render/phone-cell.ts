import { parsePhoneNumber } from 'libphonenumber-js/min';

/**
 * A number as a spreadsheet shows it; `null` for what is none. "+86…" is a formula for a spreadsheet, and with an apostrophe
 * no courier's form takes it. So a mobile number of China stands as it is dialled there, and others as "(+44) 7911123456",
 * which is neither.
 */
export function phoneCell(phone: string): string | null {
  try {
    const { countryCallingCode, nationalNumber } = parsePhoneNumber(phone);
    const isMobileOfChina = countryCallingCode === '86' && /^1[3-9]\d{9}$/.test(nationalNumber);
    return isMobileOfChina ? nationalNumber : `(+${countryCallingCode}) ${nationalNumber}`;
  } catch {
    return null;
  }
}
