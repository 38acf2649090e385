import { describe, expect, it } from 'vitest';
import { spacedHex, visibleBytes, visibleText } from './visible-bytes.ts';

describe('visible bytes', () => {
  it('control characters are symbols, the rest of ASCII is itself, other bytes are dots', () => {
    expect(visibleBytes('5d4331301d310d0a7fff')).toBe(']C10␝1␍␊␡·');
  });

  it('text beyond ASCII stays as it was read', () => {
    expect(visibleText('Größe\u001D\u0002')).toBe('Größe␝␂');
  });

  it('hex is read in pairs', () => {
    expect(spacedHex('5d43300d')).toBe('5D 43 30 0D');
    expect(spacedHex('')).toBe('');
    expect(visibleBytes('')).toBe('');
  });
});
