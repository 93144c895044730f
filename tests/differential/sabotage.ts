/** Controls: lib/fetch-as with one check taken out. A run with any of them must report LAXER. */

export interface Sabotage {
  file: string;
  from: string;
  to: string;
}

export const sabotages: Record<string, Sabotage> = {
  'cors-check': { file: 'cors-check.ts', from: 'if (origin !== serializedOrigin)', to: 'if (false)' },
  'wildcard-with-credentials': { file: 'cors-check.ts', from: "if (credentials !== 'include' && origin === '*')", to: "if (origin === '*')" },
  preflight: { file: 'fetch-as.ts', from: 'needsPreflight(request)', to: 'false' },
  'preflight-verdict': { file: 'fetch-as.ts', from: 'if (verdict !== null) throw refused(`preflight', to: 'if (false) throw refused(`preflight' },
  'header-filter': { file: 'filter-response-headers.ts', from: 'return visible.filter(', to: 'return visible; visible.filter(' },
  cookies: { file: 'includes-credentials.ts', from: 'urlList.every((url) => isSameSite(origin, url))', to: 'true' },
  'redirect-taint': { file: 'serialize-request-origin.ts', from: "? 'null'", to: '? origin' },
  'mixed-content': { file: 'fetch-as.ts', from: 'if (isMixedContent(url, client.origin))', to: 'if (false)' },
  authorization: { file: 'http-redirect-fetch.ts', from: "withoutHeaders(headers, ['authorization'])", to: 'headers' },
  'fetch-metadata': { file: 'set-sec-fetch.ts', from: "if (!isSameSite(origin, url)) return 'cross-site'", to: "if (false) return ''" },
  referrer: { file: 'determine-referrer.ts', from: 'return same ? full : downgrade ? null : origin;', to: 'return full;' },
  integrity: { file: 'integrity.ts', from: 'if (check === null) return true;', to: 'return true;' },
  'same-origin-mode': { file: 'fetch-as.ts', from: "if (crossOrigin && request.mode === 'same-origin')", to: 'if (false)' },
};
