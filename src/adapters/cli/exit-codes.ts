/** How the program ends, by `sysexits.h` where that has a word for it. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** `EX_CONFIG`: the settings are wrong. */
  settings: 78,
} as const;
