/* Those of ten characters and more that stand in the lists of passwords that were lost, without the digits at their ends. */
const WORDS = `
abcdefghij abc123abc administrator admin administrator1 asdfghjkl asdfghjkl; asdfasdf asd123asd aaaaaaaaaa basketball
beautiful blink182 bismillah brasil butterfly calvin changeme charlie chocolate christian christmas cinderella cms-market
cmsmarket computer corvette default dragon dragonball elizabeth everything facebook familia football forever fuckyou
gabriel google guest hello helloworld hellokitty iloveyou iloveyou! iloveyouso internet jennifer jonathan jordan
killer letmein liverpool login loveme lovelove manchester maverick master mercedes michael michelle microsoft monkey
mustang mypassword mynoob naruto newyork ninja nothing operator pakistan passw0rd password password! p@ssw0rd p@ssword
passwort passpass photography pokemon princess qazwsx qazwsxedc qq qqqqqq qwer qwerasdf qwerty qwertyuiop qwertyui
q1w2e3r4t5 q1w2e3r4t5y6 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw2 1qaz@wsx zaq12wsx zaq1zaq1 random realmadrid
remember root samsung secret secretpassword shadow showmethemoney sample slipknot spiderman starwars strawberry sunshine
superman superuser supervisor supersecret system teamo temp tempest temporary test tester testing testtest thomas
tinkerbell trustno trustnoone undertaker unknown user vanessa victoria volleyball welcome welcometo whatever william
winner woaini woaini5201314 wojiushiwo woaiwojia asdf1234asdf xiaoming yamaha zhang zhongguo zxcvbnm zxcvbnm, zxc123zxc
5201314 5201314520 7758521 1314520 147258369 159357 987654321 123654789 159753 321654987 11223344 112233445566 0123456789
1234567890 0987654321 10203040 123123123 123321123321 a123456 aa123456 abc123 woaini1314 qwe123qwe asdqwe zxcasdqwe
mima mimamima denglu guanliyuan
`;

const COMMON = new Set(WORDS.split(/\s+/).filter((word) => word !== ''));

/* Along rows of keys, the alphabet and the digits. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
];

const FEWEST_CHARACTERS = 4;

/* Letters that are written as digits and signs. */
const LETTER_OF: Readonly<Record<string, string>> = {
  '@': 'a',
  '0': 'o',
  '3': 'e',
  '1': 'i',
  $: 's',
  '5': 's',
};

/** Whether many people choose it: a common word, with digits at its ends or signs for letters; few characters; a row of keys. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (new Set(lower).size < FEWEST_CHARACTERS) return true;
  const core = lower.replace(/^[\d\s!@#$%^&*._-]+|[\d\s!@#$%^&*._-]+$/g, '');
  const read = (text: string) => text.replace(/[@03$15]/g, (sign) => LETTER_OF[sign] ?? sign);
  const forms = [lower, core, read(lower), read(core)].flatMap((form) => [form, unitOf(form)]);
  // Digits alone are dates, numbers of telephones and of accounts.
  return core === '' || forms.some((form) => COMMON.has(form) || isRun(form));
}

/* What is repeated: `abcd` of `abcdabcdabcd`. */
function unitOf(text: string): string {
  return /^(.{2,}?)\1+$/s.exec(text)?.[1] ?? text;
}

function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return (
    text.length >= FEWEST_CHARACTERS && RUNS.some((run) => run.includes(text) || run.includes(backwards))
  );
}
