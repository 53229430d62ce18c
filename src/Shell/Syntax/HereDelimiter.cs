using System.Text;

namespace Helios.Shell;

/// <summary>The word behind <c>&lt;&lt;</c>: its quotes say something, and nothing in it is expanded.</summary>
internal static class HereDelimiter
{
    /// <summary>The line that ends the here-document.</summary>
    internal static string TextOf(Word word)
    {
        StringBuilder text = new();
        AddText(text, word.Parts);
        return text.ToString();
    }

    /// <summary>Whether any of it was quoted.</summary>
    internal static bool IsQuoted(Word word) => word.Parts.Any(static part => part is EscapedPart or SingleQuotedPart or DoubleQuotedPart or DollarQuotedPart);

    private static void AddText(StringBuilder text, SyntaxList<WordPart> parts)
    {
        foreach (WordPart part in parts)
        {
            switch (part)
            {
                case LiteralPart literal:
                    text.Append(literal.Text);
                    break;
                case EscapedPart escaped:
                    text.Append(escaped.Text);
                    break;
                case SingleQuotedPart single:
                    text.Append(single.Text);
                    break;
                case DollarQuotedPart dollar:
                    text.Append(dollar.Text);
                    break;
                case DoubleQuotedPart quoted:
                    AddText(text, quoted.Parts);
                    break;
                default:
                    text.Append(SyntaxPrinter.Print(new Word([part])));
                    break;
            }
        }
    }
}
