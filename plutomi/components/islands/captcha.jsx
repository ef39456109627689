// A captcha service's box, drawn by its own script; drawn anew when `answered` changes, for a proof is good once.
import { useEffect, useRef } from "react";

const apis = { "h-captcha": "hcaptcha", "cf-turnstile": "turnstile" };

export function Captcha({ site, script, kind, answered, className }) {
  const here = useRef(null);
  useEffect(() => {
    if (!site) return undefined;
    let isGone = false;
    const box = document.createElement("div");
    here.current.replaceChildren(box);
    const draw = () => !isGone && window[apis[kind]]?.render(box, { sitekey: site });
    if (window[apis[kind]]) draw();
    else {
      const tag = Object.assign(document.createElement("script"), { src: `${script}?render=explicit`, async: true });
      tag.addEventListener("load", draw);
      document.head.append(tag);
    }
    return () => {
      isGone = true;
    };
  }, [site, script, kind, answered]);
  return <div ref={here} className={className} />;
}
