import { sheetHistory } from './sheet-history.ts';

let made: ReturnType<typeof sheetHistory> | undefined;

/** That of this page. */
export function pageHistory() {
  made ??= sheetHistory({
    history,
    onPop: (listener) => addEventListener('popstate', listener),
    soon: (work) => setTimeout(work),
  });
  return made;
}
