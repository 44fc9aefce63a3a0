import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandParts } from '../../src/adapters/cli/command.ts';
import type { ReleaseTasks } from '../../src/adapters/cli/release-parts.ts';
import { cleanEnvironment } from './clean-environment.ts';
import type { CommandRun } from './command-run.ts';
import { tempDir } from './temp-dir.ts';

/*
 * Commands are imported when they are named, so the program is imported in the same way: else the modules that they share
 * would be loaded twice.
 */
async function loaded() {
  const [{ runProgram }, { openProgramParts }] = await Promise.all([
    import('../../src/adapters/cli/program.ts'),
    import('../../src/container/open-program-parts.ts'),
  ]);
  return { runProgram, open: openProgramParts(async () => {}) };
}

export interface OperatorOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly userName?: string;
}

/** An operator at a terminal or none, with a folder of activities and a SQLite record store of their own. */
export class Operator {
  readonly folder: string;
  /** How long commands have waited, in milliseconds: none waits in truth. */
  readonly slept: number[] = [];
  readonly #env: Readonly<Record<string, string>>;
  readonly #userName: string;

  private constructor(folder: string, env: Readonly<Record<string, string>>, userName: string) {
    this.folder = folder;
    this.#env = env;
    this.#userName = userName;
  }

  static async open({ settings = {}, userName = 'ann' }: OperatorOptions = {}): Promise<Operator> {
    const folder = await tempDir();
    const env = await cleanEnvironment({ ACTIVITIES_DIR: folder, DATA_DIR: await tempDir(), ...settings });
    return new Operator(folder, env, userName);
  }

  /** The same stores with other settings. */
  with(settings: Readonly<Record<string, string>>, userName = this.#userName): Operator {
    return new Operator(this.folder, { ...this.#env, ...settings }, userName);
  }

  /** Runs a command. @param answer what the operator types on the terminal; left out: there is none */
  async run(args: readonly string[], answer?: string | (() => Promise<string>)): Promise<CommandRun> {
    const written = { stdout: '', stderr: '' };
    const stream = (name: keyof typeof written) => ({
      isTTY: answer !== undefined && name === 'stderr',
      write: (text: string, done?: () => void) => {
        written[name] += text;
        done?.();
        return true;
      },
      once: () => {},
    });
    const { runProgram, open } = await loaded();
    const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
    const code = await runProgram(args, this.#env, streams, {
      version: '0',
      open: (which, env) => {
        const opened = open(which, env);
        return opened.ok ? { ...opened, parts: this.#parts(opened.parts, answer) } : opened;
      },
    });
    return { code, ...written };
  }

  /** Runs a command with `--json` that must print a report. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into reports of every form
  async report(args: readonly string[]): Promise<any> {
    const { code, stdout } = await this.run([...args, '--json']);
    return { code, ...JSON.parse(stdout) };
  }

  /** Works with the releases as the commands do. */
  async withReleases<T>(work: (tasks: ReleaseTasks) => Promise<T>): Promise<T> {
    const { open } = await loaded();
    const opened = open('authoring', this.#env);
    if (!opened.ok) throw new Error(opened.problems.join());
    try {
      const tasks = await opened.parts.releases('claim');
      if (!tasks) throw new Error('no record store');
      return await work(tasks);
    } finally {
      await opened.close();
    }
  }

  path(activityId: string): string {
    return join(this.folder, activityId, 'data.json');
  }

  /** Writes the draft of an activity. @returns its text */
  async write(activityId: string, data: unknown): Promise<string> {
    const text = typeof data === 'string' ? data : `${JSON.stringify(data, null, 2)}\n`;
    await mkdir(join(this.folder, activityId), { recursive: true });
    await writeFile(this.path(activityId), text);
    return text;
  }

  read(activityId: string): Promise<string> {
    return readFile(this.path(activityId), 'utf8');
  }

  /** A file outside the folder of activities. @returns its path */
  async file(data: unknown): Promise<string> {
    const path = join(await tempDir(), 'new.json');
    await writeFile(path, typeof data === 'string' ? data : JSON.stringify(data));
    return path;
  }

  #parts(parts: CommandParts, answer: string | (() => Promise<string>) | undefined): CommandParts {
    const replaced = {
      userName: this.#userName,
      isTerminal: answer !== undefined,
      sleep: async (ms: number) => {
        this.slept.push(ms);
      },
      readLine: async () => Buffer.from(typeof answer === 'function' ? await answer() : (answer ?? '')),
    };
    return Object.create(parts, Object.getOwnPropertyDescriptors(replaced)) as CommandParts;
  }
}

/** Words that make a sentence; a command to type may stand among Chinese ones. */
export function englishSentence(text: string): string | undefined {
  const spoken = text.replace(/cms-market( [a-z-]+)+/g, '');
  return /[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}/.exec(spoken)?.[0];
}

/** A valid activity with draws. */
export const lucky = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  starts_at: '2026-01-01T00:00:00+08:00',
  ends_at: '2099-01-01T00:00:00+08:00',
  page: { login_url: '/login?return={return}', rules_text: ['每天 1 次'] },
  prizes: [{ id: 'cup', name: '杯子' }],
  rules: {
    timezone: 'Asia/Shanghai',
    chances: { per_day: 1 },
    prizes: { cup: { odds: '50%', stock: 9, value: '2.50' } },
    budget: '25.00',
  },
};

/** The same with another title and stock. */
export function luckyWith(title: string, stock = 9): object {
  return {
    ...lucky,
    title,
    rules: { ...lucky.rules, prizes: { cup: { ...lucky.rules.prizes.cup, stock } } },
  };
}
