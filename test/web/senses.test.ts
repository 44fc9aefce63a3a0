import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { until } from '../support/until.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';

/* A frame of MPEG-1 layer 3 with 128 kbit/s and 44.1 kHz has 417 bytes; without any data in it, it is silence. */
const SILENCE = Buffer.concat(
  Array.from({ length: 20 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)])),
);

/* Of the release with them. */
const VERSION = createHash('sha256').update(SILENCE).digest('hex').slice(0, 16);

const activity = {
  dispatch: 'shake',
  title: '摇一摇，赢好礼',
  is_login_user: true,
  page: {
    sounds: { draw: 'media/draw.mp3', won: 'media/won.mp3' },
    texts: { share_text: '来摇一摇，我刚中了奖' },
  },
  prizes: [{ id: 'car', name: '一辆小汽车', tier: 'fine' }],
  rules: { prizes: { car: { odds: '100%' } } },
};

/* What the page asks of the phone. */
const LISTEN = `
  globalThis.asked = { files: 0, notes: 0, beats: [], shared: [] };
  const { start: startFile } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) { asked.files += 1; return startFile.apply(this, when); };
  const { start: startNote } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when) { asked.notes += 1; return startNote.apply(this, when); };
  navigator.vibrate = (pattern) => { asked.beats.push(pattern); return true; };
  /* A hidden page has no frames; those that were asked for come when it is shown. */
  const { requestAnimationFrame: frame } = globalThis;
  const kept = [];
  let hidden = false;
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  globalThis.requestAnimationFrame = (work) => (hidden ? kept.push(work) : frame(work));
  globalThis.hide = () => { hidden = true; };
  globalThis.show = () => { hidden = false; for (const work of kept.splice(0)) frame(work); };
  navigator.share = async (what) => { asked.shared.push(what); };
`;

interface Asked {
  readonly files: number;
  readonly notes: number;
  readonly beats: readonly (readonly number[])[];
  readonly shared: readonly unknown[];
}

describe('what a phone lets one hear and feel', () => {
  let browser: Browser;
  let program: RunningProgram;
  let phone: Phone;
  let users = 0;
  let sounds: string[] = [];

  before(async () => {
    const root = await activitiesDir({ a1: activity });
    await mkdir(join(root, 'a1', 'media'));
    for (const name of ['draw.mp3', 'won.mp3']) await writeFile(join(root, 'a1', 'media', name), SILENCE);
    [browser, program] = await Promise.all([startBrowser(), startProgram({ ACTIVITIES_DIR: root })]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
    sounds = [];
    phone.page.on('request', (request) => {
      if (new URL(request.url()).pathname.endsWith('.mp3')) sounds.push(request.url());
    });
    await phone.page.addInitScript(LISTEN);
    await phone.page.goto(`${program.base}/?id=a1&token=demo-senses-${users++}`);
    await phone.page.locator('.draw').waitFor();
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  const asked = () => phone.page.evaluate('asked') as Promise<Asked>;

  async function draw(): Promise<void> {
    await phone.page.locator('.draw').tap();
    await phone.page.locator('[data-moment="shown"]').waitFor();
  }

  it('is silent until a tap, then plays the sounds of the activity', async () => {
    await phone.page.waitForLoadState('networkidle');
    const { files, notes } = await asked();
    expect({ files, notes, sounds }).to.deep.equal({ files: 0, notes: 0, sounds: [] });
    await draw();
    await until(async () => Boolean(await phone.page.evaluate('asked.files > 0')), {
      what: 'asked.files > 0',
    });
    expect([...sounds].sort()).to.deep.equal(
      ['draw', 'won'].map((name) => `${program.base}/media/a1/${name}.mp3?v=${VERSION}`),
    );
    phone.expectClean();
  });

  it('beats as the draw begins, and as the prize comes', async () => {
    await draw();
    await until(async () => Boolean(await phone.page.evaluate('asked.beats.length > 1')), {
      what: 'asked.beats.length > 1',
    });
    expect((await asked()).beats).to.deep.equal([[60], [60, 70, 140]]);
    phone.expectClean();
  });

  it('beats once where the page is hidden as the prize comes, and celebrates it', async () => {
    await phone.page.locator('.draw').tap();
    await until(async () => Boolean(await phone.page.evaluate('asked.beats.length > 0')), {
      what: 'asked.beats.length > 0',
    });
    await phone.page.evaluate('hide()');
    await until(async () => (await asked()).beats.length > 1, { what: 'the beats of the prize' });
    await phone.page.evaluate('show()');
    await phone.page.locator('.celebration').waitFor({ state: 'attached' });
    // Other beats would come with the celebration.
    await phone.page.waitForTimeout(300);
    expect((await asked()).beats).to.deep.equal([[60], [60, 70, 140]]);
    phone.expectClean();
  });

  it('is silent where the sound is off, also after a reload', async () => {
    await phone.page.getByRole('switch', { name: '声音' }).tap();
    // It is the first tap, too.
    await until(() => sounds.length === 2, { what: 'the sounds to be loaded' });
    sounds = [];
    await phone.page.reload();
    await phone.page.locator('.draw').waitFor();
    await draw();
    await until(async () => Boolean(await phone.page.evaluate('asked.beats.length > 1')), {
      what: 'asked.beats.length > 1',
    });
    const { files, notes } = await asked();
    expect({ files, notes, sounds }).to.deep.equal({ files: 0, notes: 0, sounds: [] });
    phone.expectClean();
  });

  it('shares the title, the text and the address of the activity, and nothing of the visitor', async () => {
    await draw();
    await phone.page.getByRole('button', { name: '分享', exact: true }).tap();
    await until(async () => Boolean(await phone.page.evaluate('asked.shared.length > 0')), {
      what: 'asked.shared.length > 0',
    });
    expect((await asked()).shared).to.deep.equal([
      { title: '摇一摇，赢好礼', text: '来摇一摇，我刚中了奖', url: `${program.base}/?id=a1` },
    ]);
    expect(await phone.page.locator('[data-result]').isVisible()).to.equal(true);
    phone.expectClean();
  });
});
