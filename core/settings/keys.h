// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/rules.h"

namespace Heddle::Settings {

enum class EmbeddingSource { Auto, None, Local, Http };
enum class SearchPlace { Local, Remote };
enum class ForeignLanguages { Words, Both };
enum class Theme { System, Light, Dark };

//! \brief All settings, in the order in which they are listed.
const QList<const Definition *> &definitions();
//! \brief Null where there is none of that name.
const Definition *definition(const QString &name);

//! \brief Every setting: its name, default, bounds and words. The database, `heddle-cli config`, `--help`, the settings pages
//! and the handbook's table take them from here. A new one needs its constant here and its line in keys.cpp.
namespace Keys {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

QList<Choice> rerankProviders();
QList<Choice> chatProviders();
QList<Choice> embeddingKinds();
QList<Choice> embeddingProviders();
QList<Choice> searchPlaces();
QList<Choice> foreignLanguages();
QList<Choice> themes();

inline constexpr Key<QString> RerankProvider("rerank.provider", &rerankProviders,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "S&ervice"),
        .help = QT_TRANSLATE_NOOP(
            "Heddle::Settings", "The service that reranks passages; with none they stay in the order of the search.") });
inline constexpr Key<QString> RerankUrl("rerank.url", &WebAddress,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Address"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The address of the reranker; empty for the service's own.") });
inline constexpr Key<QString> RerankModel("rerank.model",
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Model"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The name of the reranking model, as the service knows it.") });
inline constexpr Key<milliseconds> RerankWait("rerank.wait_ms", 3000ms, 0ms, 30'000ms,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Time an answer &waits"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How long an answer waits for the scores before it begins without them."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " ms") });
inline constexpr Key<milliseconds> RerankDeadline("rerank.deadline_ms", 30'000ms, 100ms, 600'000ms,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Give up after"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How long the scores may take before the reranker is given up."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " ms") });
inline constexpr Key<int> RerankWindow("rerank.window", 64, 1, 1000,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Passages to rerank"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many of the passages that the search found are reranked."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " passages") });
inline constexpr Key<int> RerankTokens("rerank.tokens", 0, 0, 1'000'000,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Longest passage"),
        .help = QT_TRANSLATE_NOOP(
            "Heddle::Settings", "How many tokens question and passage may have together; 0 for the model's own limit."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " tokens"),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "Model default") });
inline constexpr Key<int> RerankDocuments("rerank.documents", 0, 0, 100'000,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Passages per &request"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many passages one request may hold; 0 for the service's own limit."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " passages"),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "Service default") });

inline constexpr Key<QString> ChatProvider("chat.provider", &chatProviders,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "S&ervice"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The service that writes answers; with none they are quoted from your documents.") });
inline constexpr Key<QString> ChatUrl("chat.url", &WebAddress,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Address"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The address of the chat model; empty for the service's own.") });
inline constexpr Key<QString> ChatModel("chat.model",
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Model"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The name of the chat model, as the service knows it.") });
inline constexpr Key<QString> ChatSystem("chat.system",
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Your own &instructions"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "Your own instructions, which precede Heddle's rules with each question."),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "For example: answer in British English, for a lawyer.") });
inline constexpr Key<std::optional<double>> ChatTemperature("chat.temperature", 0, 2,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Tem&perature"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How freely the model chooses its words; 0 is the least free."),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "Model default") });
inline constexpr Key<std::optional<double>> ChatTopP("chat.top_p", 0, 1,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "T&op-p"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "Which share of the likeliest words the model chooses from."),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "Model default") });
inline constexpr Key<int> ChatMaxTokens("chat.max_tokens", 0, 0, 1'000'000,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Longest a&nswer"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many tokens an answer may have; 0 ends it after about 4,096."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " tokens"),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "About 4,096 tokens") });
inline constexpr Key<int> ChatContext("chat.context", 0, 0, 10'000'000,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Context"),
        .help = QT_TRANSLATE_NOOP(
            "Heddle::Settings", "How many tokens question, passages and answer may have together; 0 for what the server says."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " tokens"),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "Server default") });
inline constexpr Key<milliseconds> ChatWait("chat.wait_ms", 300'000ms, 100ms, 3'600'000ms, 1s,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Time to &wait for the first word"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How long Heddle waits for the first word of an answer, and for each further one."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " s") });

inline constexpr Key<EmbeddingSource> EmbeddingKind("embedding.kind", EmbeddingSource::Auto, &embeddingKinds,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Model"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings",
            "Where texts are embedded, so that passages are found by meaning: auto (in this program, where its model is installed), none, "
            "local (in this program) or http (on a server); in this program 6,000 passages take one processor core 4 to 10 minutes once, "
            "in the background, and up to 300 MB of memory meanwhile.") });
inline constexpr Key<QString> EmbeddingProvider("embedding.provider", &embeddingProviders,
    Words { .help = QT_TRANSLATE_NOOP("Heddle::Settings", "What the embedding server speaks, where embedding.kind is http.") });
inline constexpr Key<QString> EmbeddingUrl("embedding.url", &WebAddress,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Address"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The address of the embedding server; empty for its usual one.") });
inline constexpr Key<QString> EmbeddingModel("embedding.model",
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Name of the model"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings",
            "The name of the embedding model: one of this program where embedding.kind is local, else as the server knows it.") });

inline constexpr Key<SearchPlace> SearchEngine("search.engine", SearchPlace::Local, &searchPlaces,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Sea&rch"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "Where passages are searched: on this computer, or on a search server.") });
inline constexpr Key<QString> SearchUrl("search.url", &WebAddresses,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Address"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The address of the search server, or those of several nodes of one cluster."),
        .unset = "https://search.example.org:9200" });
inline constexpr Key<QString> SearchIndex("search.index", &IndexName,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Index"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The name of the index on the search server; empty for heddle."),
        .unset = "heddle" });
inline constexpr Key<QString> SearchUser("search.user",
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&User"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The user of the search server; empty where search.password holds an API key."),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "None: an API key is used") });
inline constexpr Key<QString> SearchCa("search.ca",
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Certificates"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "A PEM file of certificates that are trusted besides those of the system."),
        .unset = QT_TRANSLATE_NOOP("Heddle::Settings", "Those of the system") });
inline constexpr Key<int> SearchDepth("search.depth", 256, 10, 10'000,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Passages of &each"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many passages words and meaning may each find."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " passages") });
inline constexpr Key<double> SearchTextWeight("search.text_weight", 1, 0, 100,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Weight of &words"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How much the order of the word search counts.") });
inline constexpr Key<double> SearchVectorWeight("search.vector_weight", 1, 0, 100,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Weight of &meaning"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How much the order of the search by meaning counts.") });
inline constexpr Key<ForeignLanguages> SearchForeignLanguages("search.foreign_languages", ForeignLanguages::Words, &foreignLanguages,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Meaning also in other &languages"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings",
            "Whether questions in a language that the embedding model was not "
            "made for are searched by words alone, or by both.") });

inline constexpr Key<Theme> AppearanceTheme("appearance.theme", Theme::System, &themes,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "&Theme"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "Whether the window is light or dark, or as the desktop has it.") });
inline constexpr Key<int> AppearanceTextSize("appearance.text_size", 100, 90, 150,
    Words { .label = QT_TRANSLATE_NOOP("Heddle::Settings", "Size of te&xt"),
        .help = QT_TRANSLATE_NOOP("Heddle::Settings", "The size of the window's text, as a share of the desktop's."),
        .suffix = QT_TRANSLATE_NOOP("Heddle::Settings", " %") });

inline constexpr Key<int> PoolConversations(
    "pools.conversations", 2, 1, 64, Words { .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many threads read conversations.") });
inline constexpr Key<int> PoolLibrary(
    "pools.library", 2, 1, 64, Words { .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many threads read collections and documents.") });
inline constexpr Key<int> PoolSearch(
    "pools.search", 4, 1, 64, Words { .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many threads search.") });
inline constexpr Key<int> PoolIndexing("pools.indexing", 0, 0, 64,
    Words { .help = QT_TRANSLATE_NOOP(
                "Heddle::Settings", "How many threads read files and fill the index; 0 for one less than the processor has cores.") });
inline constexpr Key<int> PoolInference("pools.inference", 0, 0, 64,
    Words { .help = QT_TRANSLATE_NOOP(
                "Heddle::Settings", "How many threads compute on texts; 0 for half as many as the processor has cores.") });
inline constexpr Key<int> PoolRender(
    "pools.render", 1, 1, 16, Words { .help = QT_TRANSLATE_NOOP("Heddle::Settings", "How many threads draw pages and exports.") });

} // namespace Keys
} // namespace Heddle::Settings
