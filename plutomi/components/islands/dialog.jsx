// A modal on the native <dialog>: the browser traps focus, restores it and dims the page.
import { useEffect, useRef } from "react";

export function Dialog({ open, label, alert, onClose, className, children }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const dismiss = () => {
    ref.current.close();
    onClose?.();
  };
  return (
    <dialog
      ref={ref}
      role={alert ? "alertdialog" : undefined}
      aria-label={label}
      className="modal modal-bottom sm:modal-middle"
      onCancel={(event) => {
        if (event.target !== ref.current) return;
        event.preventDefault();
        dismiss();
      }}
      onMouseDown={(event) => event.target === ref.current && dismiss()}
    >
      <div className={className}>{open ? children : null}</div>
    </dialog>
  );
}
