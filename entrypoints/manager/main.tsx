import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Manager } from '../../components/manager';
import { openConnectedPage } from '../../lib/ui/open-connected-page';
import './style.css';

render(<Manager {...openConnectedPage(browser, 'managerTitle', { showsJobs: true })} version={browser.runtime.getManifest().version} />, document.body);
