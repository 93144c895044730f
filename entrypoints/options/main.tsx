import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Options } from '../../components/options';
import { openConnectedPage } from '../../lib/ui/open-connected-page';
import { popupShortcut } from '../../lib/ui/popup-shortcut';
import './style.css';

const parts = openConnectedPage(browser, 'optionsTitle', { showsJobs: false });
const shortcut = await popupShortcut(browser.commands);
render(<Options {...parts} shortcut={shortcut} />, document.body);
