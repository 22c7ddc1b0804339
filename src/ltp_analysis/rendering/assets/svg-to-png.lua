-- Word shows SVG poorly: take the PNG of the same name that lies beside it.
-- Needs nothing but Pandoc, so Quarto can list it under `filters:` as well.

function Image(image)
  if FORMAT:match("docx") then
    image.src = image.src:gsub("%.[sS][vV][gG]$", ".png")
    return image
  end
end
