/** The exit codes of the program; from `sysexits.h` where that has one. */
export const exitCodes = {
  ok: 0,
  /** Findings, or the command could not be done. */
  failed: 1,
  usage: 2,
  /** `EX_CONFIG`: the settings are wrong. */
  settings: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
