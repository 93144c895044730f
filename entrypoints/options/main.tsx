import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Options } from '../../components/options';
import { openPage } from '../../lib/ui/open-page';
import { popupShortcut } from '../../lib/ui/popup-shortcut';
import './style.css';

const parts = openPage(browser, 'optionsTitle');
const shortcut = await popupShortcut(browser.commands);
render(<Options {...parts} shortcut={shortcut} />, document.body);
