import pc from 'picocolors';

export type Colors = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'red' | 'green' | 'yellow'>;

/** Colours for a terminal, none for a file or a pipe. `NO_COLOR` (https://no-color.org) forbids them, `FORCE_COLOR` asks for them. */
export function colorsFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Colors {
  const isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
  const wanted = !env.NO_COLOR && (Boolean(env.FORCE_COLOR) || isTerminal);
  return pc.createColors(wanted);
}
