// Instead of engine.io-client's: the one way to connect that our server takes.
import { WS } from "../../node_modules/engine.io-client/build/esm/transports/websocket.js";

export const transports = { websocket: WS };
