/** https://wicg.github.io/local-network-access/#ip-address-space-heading, from the most private to the most public. */
export type AddressSpace = 'loopback' | 'local' | 'public';

const rank: Record<AddressSpace, number> = { loopback: 0, local: 1, public: 2 };
/** https://wicg.github.io/local-network-access/#less-public */
export const isLessPublic = (a: AddressSpace, b: AddressSpace): boolean => rank[a] < rank[b];

const ipv4Blocks: [prefix: string, bits: number, space: AddressSpace][] = [
  ['0.0.0.0', 8, 'loopback'],
  ['127.0.0.0', 8, 'loopback'],
  ['10.0.0.0', 8, 'local'],
  ['100.64.0.0', 10, 'local'],
  ['169.254.0.0', 16, 'local'],
  ['172.16.0.0', 12, 'local'],
  ['192.168.0.0', 16, 'local'],
  ['198.18.0.0', 15, 'local'],
  ['224.0.0.0', 4, 'local'],
  ['255.255.255.255', 32, 'local'],
];

const ipv4Number = (address: string): number => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);

const ipv4Space = (address: number): AddressSpace => {
  for (const [prefix, bits, space] of ipv4Blocks) {
    const size = 2 ** (32 - bits);
    if (Math.floor(address / size) === Math.floor(ipv4Number(prefix) / size)) return space;
  }
  return 'public';
};

/** Eight 16-bit pieces of an IPv6 address as the URL parser serializes it. */
const ipv6Pieces = (address: string): number[] => {
  const pieces = (half: string): number[] => (half === '' ? [] : half.split(':').map((piece) => Number.parseInt(piece, 16)));
  const [head, tail] = address.split('::').map(pieces);
  if (head === undefined || tail === undefined) return head ?? [];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

const ipv6Space = (pieces: number[]): AddressSpace => {
  const [first = 0, , , , , , sixth = 0, last = 0] = pieces;
  const zeros = pieces.slice(0, 5).every((piece) => piece === 0);
  // ::ffff:a.b.c.d, and the forms ::, ::1 and ::a.b.c.d.
  if (zeros && pieces[5] === 0xffff) return ipv4Space(sixth * 65536 + last);
  if (zeros && pieces[5] === 0) return sixth === 0 && last <= 1 ? 'loopback' : ipv4Space(sixth * 65536 + last);
  // NAT64 carries an IPv4 address in its last 32 bits.
  if (first === 0x64 && pieces[1] === 0xff9b) return pieces[2] === 1 ? 'local' : ipv4Space(sixth * 65536 + last);
  // Unique local, link-local, site-local, multicast.
  if ((first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || (first & 0xffc0) === 0xfec0 || (first & 0xff00) === 0xff00) return 'local';
  return 'public';
};

/** Of an address as a browser tells it. What cannot be read counts as the most private. */
export const addressSpaceOf = (ip: string): AddressSpace => {
  const address = ip.replace(/%.*$/, '').replace(/^\[|\]$/g, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) return ipv4Space(ipv4Number(address));
  if (!address.includes(':') || !URL.canParse(`http://[${address}]/`)) return 'loopback';
  return ipv6Space(ipv6Pieces(new URL(`http://[${address}]/`).hostname.slice(1, -1)));
};

/** Of a host that says by itself where it is; null for names that only DNS knows. */
export const addressSpaceOfHost = (hostname: string): AddressSpace | null => {
  const name = hostname.replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback';
  if (name === 'local' || name.endsWith('.local')) return 'local';
  return /^\d+\.\d+\.\d+\.\d+$|^\[/.test(name) ? addressSpaceOf(name) : null;
};
