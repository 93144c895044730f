import { render } from 'preact';
import { browser } from 'wxt/browser';
import { FINISHED } from '../../components/use-history';
import { Manager } from '../../components/manager';
import { openConnectedPage } from '../../lib/ui/open-connected-page';
import './style.css';

render(<Manager {...openConnectedPage(browser, 'managerTitle', { showsJobs: true, finished: FINISHED })} version={browser.runtime.getManifest().version} />, document.body);
