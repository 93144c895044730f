import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Manager } from '../../components/manager';
import { documentSight } from '../../lib/ui/document-sight';
import { openPage } from '../../lib/ui/open-page';
import './style.css';

render(<Manager {...openPage(browser, 'managerTitle', { sight: documentSight })} version={browser.runtime.getManifest().version} />, document.body);
