-- For Quarto only: without a theme it writes a callout as a plain quotation. Give callouts of pages
-- the form that the embedded engine gives them, before Quarto sees them.
-- Quarto would take the class `callout-note` for a callout of its own: quarto-finish.lua puts it back.

local WORDS =
  { note = "Note", tip = "Tip", important = "Important", warning = "Warning", caution = "Caution" }

function Div(div)
  local kind
  for _, class in ipairs(div.classes) do
    kind = kind or class:match("^callout%-(%a+)$")
  end
  local word = WORDS[kind]
  if not word or not FORMAT:match("html") then
    return nil
  end
  local title = pandoc.Inlines({})
  local first = div.content[1]
  if div.attributes.title then
    title = pandoc.utils.blocks_to_inlines(pandoc.read(div.attributes.title, "markdown").blocks)
  elseif first and first.t == "Header" then
    title = first.content
    div.content:remove(1)
  end
  local label = pandoc.Span(#title > 0 and word .. ":" or word, { class = "callout-type" })
  local head = pandoc.Inlines({ label })
  if #title > 0 then
    head:insert(pandoc.Space())
    head:extend(title)
  end
  div.content:insert(1, pandoc.Div({ pandoc.Plain(head) }, { class = "callout-title" }))
  local attributes = { { "role", "note" }, { "aria-label", word } }
  return pandoc.Div(div.content, pandoc.Attr(div.identifier, { "boxed-" .. kind }, attributes))
end
