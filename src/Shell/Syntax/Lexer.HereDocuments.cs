using System.Text;

namespace Helios.Shell;

/// <summary>The texts of here-documents, which stand behind the line that asks for them.</summary>
internal sealed partial class Lexer
{
    private void ReadHereDocuments()
    {
        foreach (HereDocument document in _pending)
        {
            ReadHereDocument(document);
        }

        _pending.Clear();
    }

    private void ReadHereDocument(HereDocument document)
    {
        int start = _at;
        StringBuilder body = new();
        while (true)
        {
            if (IsAtEnd)
            {
                throw Incomplete($"the here-document has no line '{document.Delimiter}' that ends it", start);
            }

            int end = _text.IndexOf('\n', _at);
            end = end < 0 ? _text.Length : end;
            ReadOnlySpan<char> line = _text.AsSpan(_at, end - _at);
            if (document.DropsTabs)
            {
                line = line.TrimStart('\t');
            }

            _at = Math.Min(end + 1, _text.Length);
            if (line.SequenceEqual(document.Delimiter))
            {
                break;
            }

            body.Append(line).Append('\n');
        }

        document.Complete(document.IsLiteral ? LiteralWord(body.ToString()) : ReadBody(body.ToString(), start));
    }

    private static Word LiteralWord(string text) => text.Length == 0 ? Word.Empty : Word.Of(text);

    private Word ReadBody(string body, int start)
    {
        try
        {
            return new Lexer(body) { _depth = _depth }.ReadDocument();
        }
        catch (SyntaxException inside)
        {
            throw Error($"in the here-document: {inside.Reason}", start);
        }
    }
}
