// Instead of universal-cookie: the page's own cookies, read and written as Reflex asks for them.
const parts = { path: "Path", domain: "Domain", maxAge: "Max-Age", sameSite: "SameSite" };

export default class Cookies {
  get(name) {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return found && decodeURIComponent(found.slice(name.length + 1));
  }

  set(name, value, options = {}) {
    const said = Object.entries(parts).filter(([key]) => options[key] !== undefined);
    const rest = said.map(([key, part]) => `; ${part}=${options[key]}`).join("") + (options.secure ? "; Secure" : "");
    document.cookie = `${name}=${encodeURIComponent(value)}${rest}`;
  }

  remove(name, options) {
    this.set(name, "", { ...options, maxAge: 0 });
  }
}
