import { attempt } from '../phone/kept.ts';

/*
 * The system's back button closes the sheet on top. Each open sheet has an entry of the history; its depth is stored in
 * the entry, so that a page that was loaded anew on such an entry knows it too.
 */

/** The part of the browser that is used. */
export interface Browsing {
  readonly history: {
    readonly state: unknown;
    pushState(state: unknown, unused: string): void;
    go(steps: number): void;
  };
  onPop(listener: () => void): void;
  /** Runs `work` soon: a sheet that closes and one that opens in the same moment share an entry. */
  soon(work: () => void): void;
}

interface OpenSheet {
  readonly close: () => void;
}

export function sheetHistory({ history, onPop, soon }: Browsing) {
  let sheets: readonly OpenSheet[] = [];
  /* While the browser goes back, its entry is not yet the right one to add to. */
  let travelling = false;
  let waits = false;

  const depth = () => {
    const { sheet } = (history.state ?? {}) as { sheet?: unknown };
    return typeof sheet === 'number' ? sheet : 0;
  };

  function settle(): void {
    if (travelling) return;
    const surplus = depth() - sheets.length;
    if (surplus > 0) {
      travelling = true;
      history.go(-surplus);
    }
    for (let next = depth() + 1; next <= sheets.length; next += 1) {
      const state = { ...(history.state as object | null), sheet: next };
      // Refused where it is done very often; then the button leaves the page, as everywhere.
      attempt(() => history.pushState(state, ''));
      if (depth() < next) return;
    }
  }

  function settleSoon(): void {
    if (waits) return;
    waits = true;
    soon(() => {
      waits = false;
      settle();
    });
  }

  onPop(() => {
    if (!travelling) {
      for (const sheet of sheets.slice(depth()).reverse()) sheet.close();
    }
    travelling = false;
    settleSoon();
  });
  // Of a page that was closed while a sheet was open.
  settleSoon();

  return {
    /** @returns to be called when the sheet has closed, however it did */
    opened(sheet: OpenSheet): () => void {
      sheets = [...sheets, sheet];
      settleSoon();
      return () => {
        sheets = sheets.filter((other) => other !== sheet);
        settleSoon();
      };
    },
  };
}
