import type { DeskResult } from '../../../application/releases/release-desk.ts';
import type { Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { printReport, type ReportParts } from '../render/release-report.ts';

export type Refusal = Extract<DeskResult, { kind: 'refused' }>;

interface Place {
  readonly io: Io;
  readonly activityId: string;
  readonly json: boolean;
}

/** Prints why nothing was changed, and what to do. @param message instead of the usual one of this reason */
export function refuse(
  { io, activityId, json }: Place,
  refusal: Refusal,
  { message, ...parts }: ReportParts & { readonly message?: string } = {},
): ExitCode {
  const said = message ?? sentenceOf(refusal, activityId, io);
  io.stderr.write(`cms-market: ${said}\n`);
  if (json) {
    printReport(io, { activityId, outcome: 'refused', reason: refusal.reason, message: said, ...parts });
  }
  return exitCodes.failed;
}

function sentenceOf(refusal: Refusal, activityId: string, { language }: Io): string {
  const { refused } = releasesMessages[language];
  switch (refusal.reason) {
    case 'managed_elsewhere':
      return refusal.by === 'console'
        ? refused.managed_by_console(activityId)
        : refused.managed_by_files(activityId);
    case 'unexpected':
      return refused.unexpected(activityId, refusal.no);
    case 'unexpected_candidate':
      return refused.unexpected_candidate(activityId, refusal.no);
    case 'nothing_new':
      return refused.nothing_new(refusal.no);
    case 'other_release':
      return refused.other_release(refusal.besideNo, refusal.no);
    case 'not_approved':
    case 'unreadable_release':
    case 'other_kind':
    case 'needs_login':
      return refused[refusal.reason];
    case 'no_release':
    case 'removed':
    case 'no_rollout':
    case 'no_such_release':
      return refused[refusal.reason](activityId);
  }
}
