import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Options } from '../../components/options';
import { openPage } from '../../lib/ui/open-page';
import { popupShortcut } from '../../lib/ui/popup-shortcut';
import { createSettingsStore } from '../../lib/ui/settings-store';
import './style.css';

const store = createSettingsStore();
const parts = openPage(browser, 'optionsTitle', (settings) => store.put(settings));
const shortcut = await popupShortcut(browser.commands);
render(<Options {...parts} store={store} shortcut={shortcut} />, document.body);
