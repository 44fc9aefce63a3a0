import fc from 'fast-check';
import { endChildren } from './child-program.ts';
import { endFile } from './end-of-file.ts';
import { makeRunDir, removeRunDir } from './run-dir.ts';
import { removeTempDirs } from './temp-dir.ts';

/* The same cases in every run, so that a failure comes again. Others: `FC_SEED=7 npm test`. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_111) });

/** For mocha: before and after the run, in the process that starts the others. */
export const mochaGlobalSetup = makeRunDir;
export const mochaGlobalTeardown = removeRunDir;

/** For mocha: the processes that run files two at a time end without an event. */
export const mochaHooks = {
  afterAll: async () => {
    await endFile();
    await endChildren();
    removeTempDirs();
  },
};
