// Loaded before a server that would listen on every interface: it gets a free port on the loopback
// interface instead, and the port is printed as soon as the server listens there.
const net = require("node:net");
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...given) {
  const whenReady = given.find((argument) => typeof argument === "function");
  this.once("listening", () => console.log(`LISTENING ${this.address().port}`));
  return listen.call(this, { host: "127.0.0.1", port: 0 }, whenReady);
};
