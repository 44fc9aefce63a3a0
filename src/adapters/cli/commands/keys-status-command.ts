import { SEALED_KINDS, type SealedKind } from '../../../domain/deliveries/sealed-texts.ts';
import type { Command, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { keysMessages } from '../i18n/keys-messages.ts';
import { jsonOption } from '../options.ts';
import { textTable } from '../render/text-table.ts';

interface KeyStatus {
  readonly id: string;
  readonly state: 'current' | 'added' | 'earlier' | 'missing';
  readonly texts: Readonly<Record<SealedKind, number>>;
}

const WIDTH = 80;

export const keysStatusCommand: Command<{ readonly json?: boolean }> = {
  name: 'status',
  summary: { en: 'how much is sealed with each key', zh: '各密钥加密了多少内容' },
  settings: 'all',
  arguments: [],
  options: [jsonOption],
  async run(parts, io, _args, { json = false }) {
    const keys = await parts.keyTasks();
    if (!keys) {
      io.stderr.write(`cms-market: ${keysMessages[io.language].noFile}\n`);
      return exitCodes.failed;
    }
    const { current, all } = keys.ids();
    const uses = (await (await parts.deliveryTasks('read'))?.sealedTexts.uses()) ?? [];
    const used = uses.map(({ keyId }) => keyId);
    const status = [...new Set([...all, ...used])].map((id): KeyStatus => {
      const count = (kind: SealedKind) =>
        uses.find((use) => use.keyId === id && use.kind === kind)?.count ?? 0;
      const state = id === current ? 'current' : all.includes(id) ? stateAmong(all, id, current) : 'missing';
      return { id, state, texts: { code: count('code'), form: count('form'), seed: count('seed') } };
    });
    io.stdout.write(
      json ? `${JSON.stringify({ file: keys.path, keys: status }, null, 2)}\n` : rendered(status, io),
    );
    return status.some(({ state }) => state === 'missing') ? exitCodes.failed : exitCodes.ok;
  },
};

/* Keys are added at the end. */
function stateAmong(all: readonly string[], id: string, current: string): 'added' | 'earlier' {
  return all.indexOf(id) > all.indexOf(current) ? 'added' : 'earlier';
}

function rendered(status: readonly KeyStatus[], { language, colors }: Io): string {
  const { heads, current, added, isMissing } = keysMessages[language];
  const notes = { current, added, earlier: '', missing: isMissing };
  const rows = status.map(({ id, state, texts }) => [
    id,
    ...SEALED_KINDS.map((kind) => String(texts[kind])),
    notes[state],
  ]);
  return `${textTable(heads, rows, { width: WIDTH, colors }).join('\n')}\n`;
}
