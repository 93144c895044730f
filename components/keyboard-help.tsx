import type { JSX } from 'preact';
import type { Language, MessageKey } from '../lib/ui/language';

interface Props {
  /** What opens the popup, as the browser has it; null: nothing does. */
  shortcut: string | null;
  language: Language;
}

const KEYS: readonly { keys: string[]; text: MessageKey }[] = [
  { keys: ['Tab', 'Shift+Tab'], text: 'keysTab' },
  { keys: ['↑', '↓'], text: 'keysArrows' },
  { keys: ['Enter', 'Space'], text: 'keysEnter' },
  { keys: ['Ctrl+Z'], text: 'keysUndo' },
  { keys: ['Esc'], text: 'keysEscape' },
];

export const KeyboardHelp = ({ shortcut, language: { text } }: Props): JSX.Element => (
  <section class="panel" aria-labelledby="heading-keys">
    <h2 id="heading-keys">{text('keysTitle')}</h2>
    <dl class="keys">
      {shortcut !== null && (
        <div>
          <dt>
            <kbd>{shortcut}</kbd>
          </dt>
          <dd>{text('keysOpen')}</dd>
        </div>
      )}
      {KEYS.map(({ keys, text: key }) => (
        <div key={key}>
          <dt>
            {keys.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
          </dt>
          <dd>{text(key)}</dd>
        </div>
      ))}
    </dl>
    <p class="hint">{text('keysChange')}</p>
  </section>
);
