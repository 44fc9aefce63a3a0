import { attempt, keptSwitch } from './kept.ts';
import { phoneStore } from './phone-store.ts';

/** Frequency in Hz; start and duration in seconds. */
type Note = readonly [hertz: number, start: number, length: number];

/* A rattle, a rising chord, and two falling notes. Quiet and short, because the visitor did not choose to play sound. */
const TUNES = {
  draw: [
    [220, 0, 0.06],
    [262, 0.09, 0.06],
    [220, 0.18, 0.06],
    [262, 0.27, 0.06],
  ],
  won: [
    [523, 0, 0.14],
    [659, 0.12, 0.14],
    [784, 0.24, 0.14],
    [1047, 0.36, 0.4],
  ],
  not_won: [
    [392, 0, 0.16],
    [330, 0.16, 0.26],
  ],
} as const satisfies Record<string, readonly Note[]>;

const LOUDNESS = 0.12;

/** The page's sounds. They are synthesised, so no file is loaded. The mute setting is stored. */
export function pageSound() {
  const kept = keptSwitch('sound', phoneStore);
  let audio: AudioContext | undefined;
  return {
    isOn: kept.isOn,
    turn: kept.turn,
    /** Call it from a tap: browsers play no sound before the first one. */
    wake(): void {
      attempt(() => {
        audio ??= new AudioContext();
        if (audio.state === 'suspended') void audio.resume();
      });
    },
    /** Does nothing if the sound is off, before the first tap, and without audio support. */
    play(tune: keyof typeof TUNES): void {
      const context = audio;
      if (context?.state !== 'running' || !kept.isOn()) return;
      attempt(() => {
        for (const note of TUNES[tune]) sound(context, note);
      });
    },
  };
}

function sound(context: AudioContext, [hertz, start, length]: Note): void {
  const from = context.currentTime + start;
  const volume = context.createGain();
  // Fades out, because a note that stops abruptly clicks.
  volume.gain.setValueAtTime(LOUDNESS, from);
  volume.gain.exponentialRampToValueAtTime(0.001, from + length);
  const voice = context.createOscillator();
  voice.type = 'triangle';
  voice.frequency.value = hertz;
  voice.connect(volume).connect(context.destination);
  voice.start(from);
  voice.stop(from + length);
}
