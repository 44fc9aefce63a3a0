import type { DrawLog, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { ReplayState } from './replay-state.ts';

/**
 * Names the ids that are used twice. Equal hashes only show where to look: two texts have the same one by chance with
 * 10,000,000 entries in one audit of 180. So the logs are read again, if there are any, and the ids themselves compared.
 */
export async function nameRepeated(
  drawLog: DrawLog,
  activityId: string,
  { logs }: LedgerBook,
  state: ReplayState,
): Promise<void> {
  const [drawIds, requests] = [state.drawIds.repeated(), state.requests.repeated()];
  if (drawIds.size === 0 && requests.size === 0) return;
  const seen = new Set<string>();
  const isRepeated = (text: string) => {
    const before = seen.has(text);
    seen.add(text);
    return before;
  };
  for (const { log, seq } of logs) {
    for await (const batch of drawLog.entries(activityId, log, 0, seq)) {
      for (const entry of batch) check(log, entry);
    }
  }

  function check(log: string, entry: LogEntry): void {
    const { findings } = state;
    if (entry.kind === 'draw') {
      const { uid, drawId, requestId } = entry;
      if (drawIds.has(state.hashOfId(drawId)) && isRepeated(`d\n${drawId}`)) {
        findings.add(log, entry.seq, 'draw_id_twice', { drawId });
      }
      if (requests.has(state.hashOfRequest(uid, requestId)) && isRepeated(`r\n${uid}\n${requestId}`)) {
        findings.add(log, entry.seq, 'request_id_twice', { uid, requestId });
      }
    }
    if (entry.kind === 'earning') {
      const { uid, key } = entry;
      if (requests.has(state.hashOfRequest(uid, key)) && isRepeated(`k\n${uid}\n${key}`)) {
        findings.add(log, entry.seq, 'earning_twice', { uid, key });
      }
    }
  }
}
