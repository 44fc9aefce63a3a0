import { PAGE_LANGUAGES, STAGE_NAMES, THEME_NAMES } from '../../src/domain/activities/page-choices.ts';
import { BUTTONS, MOCK_STATES, type MockState } from './mock-answers.ts';

/* Every state of an activity's page side by side, each a page of its own with answers of the mock service. */

const SCREENS = ['390 × 844', '320 × 568', '844 × 390', '820 × 1180'];
const CHOICES = {
  stage: ['', ...STAGE_NAMES],
  theme: ['', ...THEME_NAMES],
  language: ['', ...PAGE_LANGUAGES],
  screen: SCREENS,
};

const chosen = new URLSearchParams(location.search);
const form = document.querySelector('#choices') as HTMLFormElement;
const states = document.querySelector('#states') as HTMLElement;

for (const [name, values] of Object.entries(CHOICES)) {
  const select = document.createElement('select');
  select.name = name;
  for (const value of values)
    select.append(new Option(value || `${name} of the file`, value, false, value === chosen.get(name)));
  form.append(select);
}
form.addEventListener('change', () => {
  for (const [name, value] of new FormData(form)) chosen.set(name, String(value));
  location.search = chosen.toString();
});

const [width = 390, height = 844] = (chosen.get('screen') ?? '390 × 844').split(' × ').map(Number);

function frameOf({ name, acts }: MockState): HTMLElement {
  const query = new URLSearchParams({ id: chosen.get('id') ?? '', mock: name });
  for (const each of ['stage', 'theme', 'language'])
    if (chosen.get(each)) query.set(each, chosen.get(each) ?? '');
  const frame = document.createElement('iframe');
  Object.assign(frame, { src: `./?${query}`, width, height, loading: 'lazy', title: name });
  frame.addEventListener('load', () => void act(frame, acts));
  const screen = document.createElement('div');
  screen.className = 'screen';
  screen.style.width = `${width / 2}px`;
  screen.style.height = `${height / 2}px`;
  screen.append(frame);
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const link = document.createElement('a');
  Object.assign(link, { href: `./?${query}`, textContent: name });
  caption.append(link);
  figure.append(screen, caption);
  return figure;
}

async function act(frame: HTMLIFrameElement, acts: MockState['acts']): Promise<void> {
  for (const each of acts) {
    for (let tries = 0; tries < 50; tries += 1) {
      const button = frame.contentDocument?.querySelector<HTMLElement>(BUTTONS[each]);
      button?.click();
      if (button) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

states.append(...MOCK_STATES.map(frameOf));
