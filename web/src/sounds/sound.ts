import type { Look } from '../activity/activity-data.ts';
import { attempt, keptSwitch } from '../phone/kept.ts';
import { phoneStore } from '../phone/phone-store.ts';
import { ownMediaUrl } from '../pictures/media-versions.ts';
import { type SoundFile, soundFile } from './sound-file.ts';
import { CUES, type Cue, fileNameOf, hertzOf, type Note, notesOf, VOICES, type Voice } from './sound-plan.ts';

const LOUDNESS = 0.12;
/* The last note of `draw` ends about here; then the tension is held. */
const HELD_FROM_S = 0.6;
/* An answer may take minutes; nobody listens that long. */
const HELD_S = 12;
const SAWTOOTH_SOFTER = 0.45;

type Dress = Pick<Look, 'themeName' | 'sounds'>;

/**
 * The page's sounds: the activity's files, else synthesised in the voice of the theme. The mute setting is stored. There
 * is one audio output for all who call it.
 */
export function pageSound() {
  return shared;
}

const shared = engine();

function engine() {
  const kept = keptSwitch('sound', phoneStore);
  let audio: AudioContext | undefined;
  let voice: Voice = VOICES.spring;
  let urls: ReadonlyMap<Cue, string> = new Map();
  const files = new Map<string, SoundFile>();
  let release = () => {};

  /* After the first tap: sounds that nobody can hear are not loaded. */
  function load(): void {
    if (audio === undefined || !kept.isOn()) return;
    for (const url of urls.values()) {
      if (!files.has(url)) files.set(url, soundFile(audio, url, LOUDNESS * 5));
    }
  }

  return {
    isOn: kept.isOn,
    turn(on: boolean): void {
      kept.turn(on);
      if (!on) release();
    },
    /** Takes the voice of the theme and the files of the activity. */
    dress({ themeName, sounds }: Dress, activityId: string): void {
      voice = VOICES[themeName];
      urls = new Map(
        CUES.flatMap((cue) => {
          const url = ownMediaUrl(fileNameOf(cue, sounds), activityId, document.baseURI);
          return url === null || url === '' ? [] : [[cue, url] as const];
        }),
      );
      load();
    },
    /** Call it from a tap: browsers play no sound before the first one. After it, a shake is heard too. */
    wake(): void {
      attempt(() => {
        audio ??= new AudioContext();
        if (audio.state !== 'running') void audio.resume();
        load();
      });
    },
    /** Ends what is held. */
    hush(): void {
      release();
      release = () => {};
    },
    /** Does nothing if the sound is off, before the first tap, and without audio support. */
    play(cue: Cue): void {
      release();
      release = () => {};
      const context = audio;
      if (context?.state !== 'running' || !kept.isOn()) return;
      const stops = attempt(() => {
        const file = files.get(urls.get(cue) ?? '');
        if (file?.isReady()) return file.play();
        for (const note of notesOf(cue, voice)) strike(context, voice, note);
        return cue === 'draw' ? hold(context, voice) : null;
      });
      // Only what is held ends with the next cue; a result may ring on.
      if (cue === 'draw' && stops) release = stops;
    },
  };
}

function strike(context: AudioContext, { wave }: Voice, { hertz, start, length, volume }: Note): void {
  const from = context.currentTime + start;
  const gain = context.createGain();
  const loudness = LOUDNESS * volume * (wave === 'sawtooth' || wave === 'square' ? SAWTOOTH_SOFTER : 1);
  gain.gain.setValueAtTime(0.0001, from);
  gain.gain.exponentialRampToValueAtTime(loudness, from + 0.012);
  // Fades out, because a note that stops abruptly clicks.
  gain.gain.exponentialRampToValueAtTime(0.0008, from + length);
  const tone = context.createOscillator();
  tone.type = wave;
  tone.frequency.value = hertz;
  tone.connect(gain).connect(context.destination);
  tone.start(from);
  tone.stop(from + length);
}

/** Two low notes that tremble until they are released. */
function hold(context: AudioContext, voice: Voice): () => void {
  const from = context.currentTime + HELD_FROM_S;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0.0001, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS * 0.22, from + 0.4);
  gain.connect(context.destination);
  const trembling = context.createOscillator();
  const depth = context.createGain();
  trembling.frequency.value = 9;
  depth.gain.value = LOUDNESS * 0.1;
  trembling.connect(depth).connect(gain.gain);
  const tones = [hertzOf(voice, 0), hertzOf(voice, 2)].map((hertz) => {
    const tone = context.createOscillator();
    tone.type = 'sine';
    tone.frequency.value = hertz;
    tone.connect(gain);
    return tone;
  });
  const all = [trembling, ...tones];
  for (const each of all) {
    each.start(from);
    each.stop(from + HELD_S);
  }
  return () => {
    attempt(() => {
      const now = context.currentTime;
      gain.gain.cancelScheduledValues(now);
      gain.gain.setTargetAtTime(0, now, 0.04);
      depth.gain.setTargetAtTime(0, now, 0.04);
      for (const each of all) each.stop(Math.max(now, from) + 0.2);
    });
  };
}
