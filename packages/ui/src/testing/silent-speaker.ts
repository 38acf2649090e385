import type { Speaker, SoundPattern } from '../sounds/index.ts';

/** A speaker that only remembers what it was asked to play. */
export class SilentSpeaker implements Speaker {
  readonly played: SoundPattern[] = [];
  unlocked = 0;
  state(): 'ready' {
    return 'ready';
  }
  unlock(): void {
    this.unlocked += 1;
  }
  play(pattern: SoundPattern): void {
    this.played.push(pattern);
  }
}
