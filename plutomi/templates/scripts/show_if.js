{# Shows and hides the questions of a plain page's forms by what was answered before them: the same modules that the
   app's own pages have (components/islands), without their imports and exports. The marks are in docs/forms.md. #}
(() => {
{% filter classic %}
{% include "conditions.js" %}
{% include "show_if.js" %}
{% endfilter %}
const all = () => [...document.forms].forEach(attach);
all();
document.addEventListener("plutomi:shown", all);
})();
