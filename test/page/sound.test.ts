import { expect } from 'chai';
import { THEME_NAMES } from '../../src/domain/activities/page-choices.ts';
import { CUES, fileNameOf, hertzOf, notesOf, VOICES } from '../../web/src/sounds/sound-plan.ts';

const FILES = { draw: 'media/draw.mp3', won: 'media/won.mp3', grand: '', not_won: 'media/lost.mp3' };

describe('the sounds of the page', () => {
  it('can be heard in each theme, and end soon', () => {
    for (const theme of THEME_NAMES) {
      for (const cue of CUES) {
        const notes = notesOf(cue, VOICES[theme]);
        expect(notes, `${theme} ${cue}`).not.to.be.empty;
        for (const { hertz, start, length, volume } of notes) {
          expect(hertz).to.be.within(80, 3_000);
          expect(start + length).to.be.at.most(2.5);
          expect(volume).to.be.within(0.05, 1);
        }
      }
    }
  });

  it('rise while a draw runs', () => {
    const heights = notesOf('draw', VOICES.spring).map(({ hertz }) => hertz);
    expect(heights).to.deep.equal([...heights].sort((a, b) => a - b));
  });

  it('have an octave above a scale, and one below it', () => {
    expect(hertzOf(VOICES.spring, VOICES.spring.scale.length)).to.be.closeTo(2 * VOICES.spring.root, 0.01);
    expect(hertzOf(VOICES.spring, -VOICES.spring.scale.length)).to.be.closeTo(VOICES.spring.root / 2, 0.01);
  });

  it('are those of the activity, where it has them', () => {
    expect(CUES.map((cue) => fileNameOf(cue, FILES))).to.deep.equal([
      'media/draw.mp3',
      '',
      'media/won.mp3',
      'media/won.mp3',
      'media/won.mp3',
      '',
      'media/lost.mp3',
    ]);
    expect(fileNameOf('grand', { ...FILES, grand: 'media/fanfare.mp3' })).to.equal('media/fanfare.mp3');
  });
});
