import type { ResealReport } from '../../application/deliveries/reseal.ts';
import type { HandOvers } from '../../domain/deliveries/hand-overs.ts';
import type { PersonalData } from '../../domain/deliveries/personal-data.ts';
import type { SealedTexts } from '../../domain/deliveries/sealed-texts.ts';
import type { WonList } from '../../domain/deliveries/won-list.ts';
import type { Vault } from '../../domain/shared/vault.ts';

/**
 * What a command does with the record store. `own`: it changes something, or what it shows is of draws too, so the store
 * must be the one of this Redis. `read`: it shows what is there, also while Redis is away.
 */
export type RecordsUse = 'read' | 'own';

/** What commands do with deliveries, in the record store. */
export interface DeliveryTasks {
  readonly wonList: WonList;
  readonly handOvers: HandOvers;
  readonly personalData: PersonalData;
  readonly sealedTexts: SealedTexts;
  /** `null` without a data key. @throws Error if its file cannot be read */
  vault(): Vault | null;
}

/** What commands do with the file of data keys. Each throws Error if the file cannot be read, or written. */
export interface KeyTasks {
  readonly path: string;
  ids(): { readonly current: string; readonly all: readonly string[] };
  /** When the file was written last, in milliseconds since the epoch. */
  changedAt(): number;
  /** Adds a key that does not seal yet. @returns its id */
  add(): string;
  /** The newest key seals from now on. @returns its id; `null` where it does already */
  turn(): string | null;
  drop(id: string): void;
  /** Seals with the key that seals now whatever other keys have sealed. */
  reseal(texts: SealedTexts, onProgress: (done: number) => void): Promise<ResealReport>;
}
