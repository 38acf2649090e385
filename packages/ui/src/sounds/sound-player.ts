import { SOUNDS, type SoundName, type SoundPattern } from './sound-patterns.ts';

/** Where sounds are made. `locked`: the browser wants a key or a touch first; `none`: there is no sound at all. */
export interface Speaker {
  readonly state: () => 'ready' | 'locked' | 'none';
  readonly unlock: () => void;
  /** `volume` 0–1. */
  readonly play: (pattern: SoundPattern, volume: number) => void;
}

/** What a wave sounds as loud as; saw and square carry more than sine. */
const LOUDNESS = { sine: 1, triangle: 0.9, square: 0.32, sawtooth: 0.42 } as const;
const RAMP_S = 0.008;

/** Synthesised, so that there is no file to load before the first refusal. A new sound ends the one before it. */
export function createSpeaker(): Speaker {
  let context: AudioContext | null = null;
  let playing: GainNode | null = null;
  const open = (): AudioContext | null => {
    if (typeof AudioContext === 'undefined') return null;
    context ??= new AudioContext({ latencyHint: 'interactive' });
    return context;
  };
  return {
    state: () => {
      if (typeof AudioContext === 'undefined') return 'none';
      return context?.state === 'running' ? 'ready' : 'locked';
    },
    unlock: () => {
      // Refused as long as nobody has touched the page; the next key tries again.
      open()
        ?.resume()
        .catch(() => undefined);
    },
    play: (pattern, volume) => {
      const audio = open();
      if (audio === null || volume <= 0) return;
      const now = audio.currentTime + 0.005;
      playing?.gain.setTargetAtTime(0, now, 0.01);
      const master = audio.createGain();
      master.gain.value = volume * LOUDNESS[pattern.wave];
      master.connect(audio.destination);
      playing = master;
      for (const note of pattern.notes) {
        const start = now + note.at_ms / 1000;
        const end = start + note.ms / 1000;
        const tone = audio.createOscillator();
        const shape = audio.createGain();
        tone.type = pattern.wave;
        tone.frequency.value = note.hz;
        shape.gain.setValueAtTime(0, start);
        shape.gain.linearRampToValueAtTime(1, start + RAMP_S);
        shape.gain.setValueAtTime(1, Math.max(start + RAMP_S, end - 0.03));
        shape.gain.linearRampToValueAtTime(0, end);
        tone.connect(shape).connect(master);
        tone.start(start);
        tone.stop(end + 0.01);
      }
    },
  };
}

const VOLUME_KEY = 'serialbridge.volume';
export const DEFAULT_VOLUME = 0.7;

function storedVolume(): number {
  const stored = Number(localStorage.getItem(VOLUME_KEY) ?? DEFAULT_VOLUME);
  return Number.isFinite(stored) && stored >= 0 && stored <= 1 ? stored : DEFAULT_VOLUME;
}

/** Plays by level and keeps the volume of this computer. What sounded last stands on the page's root element as `data-last-sound`. */
export class SoundPlayer {
  readonly #speaker: Speaker;
  #count = 0;
  #last: SoundName | null = null;

  constructor(speaker: Speaker = createSpeaker()) {
    this.#speaker = speaker;
  }

  /** What sounded last; null: nothing yet. */
  get last(): SoundName | null {
    return this.#last;
  }

  get volume(): number {
    return storedVolume();
  }

  setVolume(volume: number): void {
    localStorage.setItem(VOLUME_KEY, String(Math.max(0, Math.min(1, volume))));
    this.play('accepted');
  }

  unlock(): void {
    this.#speaker.unlock();
  }

  play(name: SoundName): void {
    this.#speaker.play(SOUNDS[name], this.volume);
    this.#count += 1;
    this.#last = name;
    const { dataset } = document.documentElement;
    dataset['lastSound'] = name;
    dataset['soundCount'] = String(this.#count);
    dataset['soundState'] = this.#speaker.state();
  }
}
