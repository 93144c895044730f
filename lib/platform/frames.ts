/** Frames of sites in a document of ours: the event page (Firefox), the offscreen document (Chromium). */

export interface Frames {
  open(frame: { url: string; name: string }): void;
  close(name: string): void;
  closeAll(): void;
}

export function createFrames(document: Document): Frames {
  const frames = new Map<string, HTMLIFrameElement>();
  const close = (name: string): void => {
    frames.get(name)?.remove();
    frames.delete(name);
  };
  return {
    open({ url, name }) {
      close(name);
      const frame = document.createElement('iframe');
      // Must not allow scripts: no code of the site may run because of us. Our bridge does, and same-origin gives it the site's storage.
      frame.setAttribute('sandbox', 'allow-same-origin');
      frame.name = name;
      frame.src = url;
      document.body.append(frame);
      frames.set(name, frame);
    },
    close,
    closeAll() {
      for (const name of frames.keys()) close(name);
    },
  };
}
