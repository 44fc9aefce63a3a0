import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type Handler, type HttpServer, startHttpServer } from '../support/http-server.ts';
import { until } from '../support/until.ts';

export const activities = {
  open: { dispatch: 'sku' },
  sku: { dispatch: 'sku', is_login_user: true },
  shake: { dispatch: 'shake', is_login_user: true, rules: { chances: { total: 1_000_000 } } },
};

/** `good-<uid>` is that user's token; every other is refused. */
export const soundPassport: Handler = (_request, response, body) => {
  const [, uid] = /^good-(.+)$/.exec(JSON.parse(body).token) ?? [];
  response.end(JSON.stringify(uid ? { ret: 0, data: { uid } } : { ret: 1 }));
};

export interface Stand {
  readonly program: RunningProgram;
  readonly passport: HttpServer;
  /** Changes how the passport answers from now on. */
  passportAnswers(handler: Handler): void;
  static(activityId: string, token?: string): ReturnType<typeof ask>;
  draw(token: string, requestId: string): ReturnType<typeof ask>;
  url(activityId: string, token?: string): string;
  stop(): Promise<void>;
}

/** The built program with a stub passport and three activities: `open` to all, `sku` and `shake` with a login. */
export async function startStand(env: Readonly<Record<string, string>>): Promise<Stand> {
  let answering = soundPassport;
  const passport = await startHttpServer((request, response, body) => answering(request, response, body));
  const program = await startProgram({
    LOG_REQUESTS: 'all',
    ACTIVITIES_DIR: await activitiesDir(activities),
    PASSPORT_URL: `${passport.origin}/check_token`,
    PASSPORT_TIMEOUT_MS: '400',
    ...env,
  });
  const url = (activityId: string, token = '') =>
    `${program.base}/static?activity_id=${activityId}&token=${token}`;
  return {
    program,
    passport,
    passportAnswers: (handler) => {
      answering = handler;
    },
    static: (activityId, token) => ask(url(activityId, token)),
    draw: (token, requestId) =>
      postJson(`${program.base}/shake/draw`, { activity_id: 'shake', token, request_id: requestId }),
    url,
    stop: async () => {
      await program.stop();
      await passport.close();
    },
  };
}

/** The result, and how many milliseconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
  const from = performance.now();
  const result = await work();
  return { result, tookMs: performance.now() - from };
}

/** How many milliseconds pass until the condition holds. */
export async function tookUntil(condition: () => Promise<boolean>, what: string): Promise<number> {
  return (await timed(() => until(condition, { what }))).tookMs;
}
