import { attempt } from '../phone/kept.ts';

/** A sound of the activity. */
export interface SoundFile {
  /** Until it is, and if it cannot be loaded, the page has its own sound. */
  isReady(): boolean;
  /** Plays it from its start; returns what stops it. */
  play(): () => void;
}

/* A sound that came too late, or a whole song, is not decoded. */
const LARGEST_BYTES = 3_000_000;

/**
 * Loads a sound. Files of the page's own origin are decoded whole, so that they start without a delay; others may not be
 * fetched (CSP), so an `<audio>` plays them.
 */
export function soundFile(context: AudioContext, url: string, volume: number): SoundFile {
  return new URL(url, document.baseURI).origin === location.origin
    ? decoded(context, url, volume)
    : streamed(url, volume);
}

function decoded(context: AudioContext, url: string, volume: number): SoundFile {
  let buffer: AudioBuffer | undefined;

  async function load(): Promise<void> {
    const response = await fetch(url);
    if (!response.ok) return;
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength > LARGEST_BYTES) return;
    // With callbacks: old web views return no promise.
    context.decodeAudioData(
      bytes,
      (audio) => {
        buffer = audio;
      },
      () => {},
    );
  }

  load().catch(() => {});
  return {
    isReady: () => buffer !== undefined,
    play() {
      const source = context.createBufferSource();
      const gain = context.createGain();
      gain.gain.value = volume;
      source.buffer = buffer ?? null;
      source.connect(gain).connect(context.destination);
      source.start();
      return () => void attempt(() => source.stop());
    },
  };
}

function streamed(url: string, volume: number): SoundFile {
  const element = new Audio();
  element.preload = 'auto';
  element.volume = volume;
  element.src = url;
  return {
    isReady: () => element.error === null && element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA,
    play() {
      element.currentTime = 0;
      void element.play().catch(() => {});
      return () => element.pause();
    },
  };
}
