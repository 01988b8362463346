// What a page downloads for the widget.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { figure } from '../support/figure.mjs';

const file = readFileSync(new URL(import.meta.resolve('@outbound-composer/widget/standalone')));
figure('widget.standalone_min', file.length, 'bytes');
figure('widget.standalone_gzip', gzipSync(file, { level: 9 }).length, 'bytes');
figure('widget.standalone_brotli', brotliCompressSync(file).length, 'bytes');
