export { SOUNDS, type Note, type SoundName, type SoundPattern } from './sound-patterns.ts';
export { createSpeaker, DEFAULT_VOLUME, SoundPlayer, type Speaker } from './sound-player.ts';
