import type { Operator } from '../../../domain/operators/operator.ts';
import type { Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import type { OperatorTasks } from '../operator-parts.ts';
import { plain } from '../render/text-layout.ts';

export const nameArgument = {
  syntax: '<name>',
  description: { en: 'the name by which the person signs in', zh: '登录用的名称' },
};

/** The account of this name, or `null` after a message that there is none. */
export async function accountNamed(
  name: string,
  { accounts }: OperatorTasks,
  io: Io,
): Promise<Operator | null> {
  const operator = await accounts.find({ name });
  if (!operator) io.stderr.write(`cms-market: ${userMessages[io.language].missing(plain(name))}\n`);
  return operator;
}

/** Why it was not done. @returns the exit code */
export function refuse(message: string, io: Io, code: 1 | 2 = exitCodes.failed): 1 | 2 {
  io.stderr.write(`cms-market: ${message}\n`);
  return code;
}
