-- Word: SVG pictures give way to the PNG beside them in svg-to-png.lua; here callouts get their box.

-- Word runs two tables together unless a paragraph stands between them.
local GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
  .. "</w:pPr></w:p>"

-- One cell holds lists and tables too, as borders of paragraphs do not; Quarto does the same.
local function callout(div)
  if not div.classes:includes("callout") then
    return nil
  end
  local title = pandoc.Para(div.content[1].content)
  div.content[1] = pandoc.Div({ title }, { ["custom-style"] = "Callout Title" })
  local cell = pandoc.Row({ pandoc.Cell(div.content) })
  local box = pandoc.Table(
    pandoc.Caption(),
    { { "AlignLeft", 1.0 } },
    pandoc.TableHead(),
    { { attr = {}, body = { cell }, head = {}, row_head_columns = 0 } },
    pandoc.TableFoot(),
    { ["custom-style"] = "Callout" }
  )
  return { box, pandoc.RawBlock("openxml", GAP) }
end

-- Quarto puts a point after the number of a first-level heading in Word, and only there.
local function header(one)
  local first = one.content[1]
  if one.level == 1 and first.t == "Span" and first.classes:includes("header-section-number") then
    first.content:insert(pandoc.Str("."))
    one.content[1] = first
    return one
  end
end

function Pandoc(doc)
  return doc:walk({ Div = callout, Header = header })
end
