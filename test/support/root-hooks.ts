import { removeTempDirs } from './temp-dir.ts';

/** For mocha: where files run two at a time, the processes that run them are ended without being asked. */
export const mochaHooks = {
  afterAll: removeTempDirs,
};
