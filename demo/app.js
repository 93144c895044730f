const EPISODE = 'episodes/12.wav';
const ID = 'episode-12';

const [download, cancel, size, progress, status, player] = ['download', 'cancel', 'size', 'progress', 'status', 'player'].map((id) => document.getElementById(id));
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

await navigator.serviceWorker.register('sw.js');
const registration = await navigator.serviceWorker.ready;

/** Shows how a download goes until it ends. */
function follow(fetching) {
  progress.hidden = cancel.hidden = false;
  download.disabled = true;
  status.textContent = 'Downloading. You can close this page.';
  cancel.onclick = () => fetching.abort();
  const update = async () => {
    progress.max = fetching.downloadTotal;
    progress.value = fetching.downloaded;
    size.textContent = `${megabytes(fetching.downloaded)} of ${megabytes(fetching.downloadTotal)}`;
    if (fetching.result === '') return;
    progress.hidden = cancel.hidden = true;
    status.textContent = fetching.result === 'success' ? 'Downloaded.' : `Not downloaded (${fetching.failureReason}).`;
    download.disabled = fetching.result === 'success';
  };
  fetching.addEventListener('progress', update);
  update();
}

/** Plays what the service worker has stored. */
async function offer() {
  const stored = await caches.match(EPISODE);
  if (!stored) return false;
  player.src = URL.createObjectURL(await stored.blob());
  player.volume = 0.2;
  player.hidden = false;
  download.disabled = true;
  status.textContent = 'Here, and ready without a connection.';
  return true;
}

navigator.serviceWorker.addEventListener('message', offer);

const { bytes } = await (await fetch('episodes/12.json')).json();
size.textContent = megabytes(bytes);

download.addEventListener('click', async () => {
  try {
    follow(
      await registration.backgroundFetch.fetch(ID, [EPISODE], {
        title: 'Long Rain, episode 12',
        icons: [{ src: 'artwork.svg', sizes: '320x320', type: 'image/svg+xml' }],
        downloadTotal: bytes,
      }),
    );
  } catch (error) {
    status.textContent = `Not started: ${error.message}`;
  }
});

if (!(await offer())) {
  if ('backgroundFetch' in registration) {
    const running = await registration.backgroundFetch.get(ID);
    if (running) follow(running);
    else download.disabled = false;
  } else {
    status.textContent = 'This browser cannot download in the background.';
  }
}
document.documentElement.dataset.ready = '';
