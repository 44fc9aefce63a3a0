import type { InjectionKey } from 'vue';

/** The editor around a page, for what publishes its draft. */
export interface AroundDraft {
  /** Saves what is not saved yet; resolves to whether all is. */
  saveFirst(): Promise<boolean>;
  /** Looks how the draft stands now: it was published. */
  lookAgain(): Promise<void>;
}

export const AROUND_DRAFT: InjectionKey<AroundDraft> = Symbol('around-draft');
