import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, type Transaction } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { Language } from '../../i18n/language.ts';
import { completionsAt, fitting, type OwnValues } from '../text/completions-at.ts';
import { readText } from '../text/read-text.ts';
import type { Schema } from '../text/schema-at.ts';
import { codeColours, codeLook } from './code-look.ts';
import { describedIn } from './described-in.ts';

export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface CodeEditor {
  /** Shows another text, as from the form; the cursor stays where it was. */
  show(text: string): void;
  mark(marks: readonly Mark[]): void;
  goTo(offset: number): void;
  destroy(): void;
}

interface Options {
  readonly text: string;
  readonly label: string;
  readonly readonly: boolean;
  readonly schema: () => Schema;
  readonly ownValues: OwnValues;
  readonly language: () => Language;
  readonly onChange: (text: string) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

/* Of changes that come from the form: they are not reported back. */
const fromOutside = Annotation.define<boolean>();

/**
 * Makes an editor for JSON. It stands in a shadow root: there CodeMirror hands its styles to the browser as constructed sheets,
 * while in the document it would write `<style>`, which the security policy refuses.
 */
export function createCodeEditor(host: HTMLElement, options: Options): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root as unknown as HTMLElement,
    state: EditorState.create({ doc: options.text, extensions: extensionsOf(options) }),
  });
  return {
    show(text) {
      const shown = view.state.doc.toString();
      if (text === shown) return;
      view.dispatch({ changes: changeBetween(shown, text), annotations: fromOutside.of(true) });
    },
    mark(marks) {
      const end = view.state.doc.length;
      const diagnostics = marks.map(
        (mark): Diagnostic => ({ ...mark, from: Math.min(mark.from, end), to: Math.min(mark.to, end) }),
      );
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    goTo(offset) {
      const at = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function extensionsOf(options: Options) {
  const act = (done: () => void) => () => {
    done();
    return true;
  };
  return [
    ...[lineNumbers(), foldGutter(), lintGutter(), drawSelection(), highlightActiveLine(), indentOnInput()],
    ...[bracketMatching(), closeBrackets(), json(), syntaxHighlighting(codeColours), codeLook],
    autocompletion({ override: [(context) => complete(context, options)], icons: false }),
    EditorState.readOnly.of(options.readonly),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
    keymap.of([
      { key: 'Mod-z', run: act(options.onUndo) },
      { key: 'Mod-y', run: act(options.onRedo) },
      { key: 'Mod-Shift-z', run: act(options.onRedo) },
      { key: 'Shift-Alt-f', run: format },
      ...[
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...foldKeymap,
        ...defaultKeymap,
        indentWithTab,
      ],
    ]),
    EditorView.updateListener.of((update) => {
      const isOutside = update.transactions.some((transaction) => transaction.annotation(fromOutside));
      if (!update.docChanged || isOutside) return;
      options.onChange(update.state.doc.toString());
      if (update.transactions.some(beginsText)) setTimeout(() => startCompletion(update.view));
    }),
  ];
}

/* A quotation mark begins a key or a text: CodeMirror itself only offers what fits to letters. */
function beginsText(transaction: Transaction): boolean {
  let found = false;
  transaction.changes.iterChanges((_from, _to, _start, _end, inserted) => {
    found ||= inserted.length <= 2 && inserted.toString().startsWith('"');
  });
  return found && transaction.isUserEvent('input.type');
}

/* Only where the texts differ, so that the cursor and what is folded stay. */
function changeBetween(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  let [to, end] = [before.length, after.length];
  while (to > from && end > from && before[to - 1] === after[end - 1]) {
    to -= 1;
    end -= 1;
  }
  return { from, to, insert: after.slice(from, end) };
}

function complete(context: CompletionContext, { schema, ownValues, language }: Options) {
  const text = context.state.doc.toString();
  const { from, to, options } = completionsAt(text, context.pos, schema(), ownValues);
  if (
    options.length === 0 ||
    (!context.explicit && from === context.pos && !/[:"]\s*$/.test(text.slice(0, from)))
  )
    return null;
  return {
    // CodeMirror would hold the closing quotation mark against them too.
    ...{ from, to, filter: false },
    options: fitting(options, text.slice(from, context.pos)).map(({ label, kind, insert, info }) => ({
      ...{ label, apply: insert, type: kind === 'key' ? 'property' : 'constant' },
      info: describedIn(info, language()),
    })),
  };
}

function format(view: EditorView): boolean {
  const reading = readText(view.state.doc.toString());
  if (reading.kind !== 'object' || view.state.readOnly) return false;
  const insert = `${JSON.stringify(reading.data, null, 2)}\n`;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } });
  return true;
}
