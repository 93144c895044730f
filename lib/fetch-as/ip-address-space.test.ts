import { expect, test } from 'vitest';
import { addressSpaceOf, addressSpaceOfHost, type AddressSpace } from './ip-address-space';

test.each<[string, AddressSpace]>([
  ['127.0.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['10.1.2.3', 'local'],
  ['172.15.255.255', 'public'],
  ['172.16.0.0', 'local'],
  ['172.31.255.255', 'local'],
  ['172.32.0.0', 'public'],
  ['192.168.0.1', 'local'],
  ['192.169.0.1', 'public'],
  ['169.254.169.254', 'local'],
  ['100.64.0.1', 'local'],
  ['100.128.0.1', 'public'],
  ['239.255.255.250', 'local'],
  ['255.255.255.255', 'local'],
  ['8.8.8.8', 'public'],
  ['::1', 'loopback'],
  ['::', 'loopback'],
  ['[::1]', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:192.168.1.1', 'local'],
  ['::ffff:8.8.8.8', 'public'],
  ['::127.0.0.1', 'loopback'],
  ['64:ff9b::7f00:1', 'loopback'],
  ['64:ff9b::808:808', 'public'],
  ['fe80::1%eth0', 'local'],
  ['fc00::1', 'local'],
  ['fdff::1', 'local'],
  ['fec0::1', 'local'],
  ['ff02::1', 'local'],
  ['2001:4860:4860::8888', 'public'],
  ['2001:4860:4860:0:0:0:0:8888', 'public'],
  ['nonsense', 'loopback'],
  ['', 'loopback'],
])('address %s is %s', (ip, space) => {
  expect(addressSpaceOf(ip)).toBe(space);
});

test.each<[string, AddressSpace | null]>([
  ['localhost', 'loopback'],
  ['localhost.', 'loopback'],
  ['a.localhost', 'loopback'],
  ['printer.local', 'local'],
  ['[::1]', 'loopback'],
  ['192.168.0.1', 'local'],
  ['8.8.8.8', 'public'],
  ['a.example', null],
  ['10.example', null],
])('host %s is %s', (hostname, space) => {
  expect(addressSpaceOfHost(hostname)).toBe(space);
});
