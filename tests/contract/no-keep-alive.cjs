// SPDX-License-Identifier: GPL-3.0-or-later
// For Prism: each test's server is another one at the same port, and a connection that was kept
// leads to the last one's, which is gone.
const http = require('node:http');

http.globalAgent = new http.Agent({ keepAlive: false });
