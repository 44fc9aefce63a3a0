/**
 * How much the tests of endurance do: enough to show a mistake in every run (`npm test`), and as much as a night
 * allows (`npm run test:long`).
 */
export interface Scale {
  readonly draws: number;
  readonly killRounds: number;
  readonly deliveryRounds: number;
  readonly secondsWithoutRecords: number;
  readonly fuzzRequests: number;
  readonly fuzzSeed: number;
  readonly rewrites: number;
  readonly releases: number;
  readonly rolloutUsers: number;
  readonly sighupRounds: number;
  readonly heldClients: number;
  readonly invitations: number;
}

const GATE: Scale = {
  draws: 2000,
  killRounds: 1,
  deliveryRounds: 2,
  secondsWithoutRecords: 5,
  fuzzRequests: 10_000,
  fuzzSeed: 20_261_111,
  rewrites: 60,
  releases: 120,
  rolloutUsers: 500,
  sighupRounds: 1,
  heldClients: 300,
  invitations: 400,
};

const LONG: Scale = {
  draws: 20_000,
  killRounds: 100,
  deliveryRounds: 30,
  secondsWithoutRecords: 600,
  fuzzRequests: 1_000_000,
  fuzzSeed: Date.now() % 2 ** 31,
  rewrites: 500,
  releases: 1000,
  rolloutUsers: 20_000,
  sighupRounds: 3,
  heldClients: 2000,
  invitations: 10_000,
};

/** Each number by its variable, as in `FUZZ_SEED=7` or `KILL_ROUNDS=30`, else that of the gate, or of `LONG=1`. */
export const SCALE: Scale = fromEnvironment(process.env.LONG === '1' ? LONG : GATE);

function fromEnvironment(scale: Scale): Scale {
  const entries = Object.entries(scale).map(([name, value]) => {
    const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return [name, Number(process.env[variable] ?? value)];
  });
  return Object.fromEntries(entries);
}
