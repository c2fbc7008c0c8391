/*
 * Runs a Java module in a JVM within the gateway's process, as the C gateway's java loader does: a gateway module that
 * makes the JVM, and the library java_module_host that com.microsoft.azure.gateway.core.LocalBroker loads for its one
 * native method. The JVM calls the Java module on the thread that calls this one, attached for that long.
 *
 * Its ARGS are four lines: the path of libjvm.so, the class path, the module's class with slashes, and the Java module's
 * own args, which may be several lines.
 */
#include "gateway_module.h"

#include <dlfcn.h>
#include <jni.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BROKER "com/microsoft/azure/gateway/core/Broker"

enum { OPTIONS = 6 };

struct java_module {
    JavaVM *jvm;
    jobject object; /* a global reference */
    jmethodID start;
    jmethodID receive;
    jmethodID destroy;
};

/* What LocalBroker calls. The addresses are those that create gave to the Broker and to the module. */
JNIEXPORT jint JNICALL Java_com_microsoft_azure_gateway_core_LocalBroker_publishMessage(
    JNIEnv *env, jobject self, jlong broker, jlong module, jbyteArray array)
{
    (void)self;
    jbyte *bytes = (*env)->GetByteArrayElements(env, array, NULL);
    MESSAGE_HANDLE message = Message_CreateFromByteArray((unsigned char *)bytes, (*env)->GetArrayLength(env, array));
    (*env)->ReleaseByteArrayElements(env, array, bytes, JNI_ABORT);
    int result = Broker_Publish((BROKER_HANDLE)(intptr_t)broker, (MODULE_HANDLE)(intptr_t)module, message);
    Message_Destroy(message);
    return result;
}

/* Cuts a line off the text, which begins after it from then on. */
static char *next_line(char **text)
{
    return strsep(text, "\n");
}

/* The folder of this very library, where the JVM is to find it. */
static void own_folder(char *folder, size_t size)
{
    static const char here;
    Dl_info info;
    char *path = dladdr(&here, &info) != 0 ? strdup(info.dli_fname) : NULL;
    snprintf(folder, size, "-Djava.library.path=%s", path == NULL ? "." : dirname(path));
    free(path);
}

static JNIEnv *make_jvm(struct java_module *module, const char *libjvm, const char *class_path)
{
    void *library = dlopen(libjvm, RTLD_LAZY | RTLD_LOCAL);
    void *address = library == NULL ? NULL : dlsym(library, "JNI_CreateJavaVM");
    if (address == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return NULL;
    }
    jint (*create)(JavaVM **, void **, void *);
    memcpy(&create, &address, sizeof create);
    size_t size = strlen(class_path) + sizeof "-Djava.class.path=";
    char *classes = malloc(size);
    char folder[1024];
    if (classes == NULL) {
        return NULL;
    }
    snprintf(classes, size, "-Djava.class.path=%s", class_path);
    own_folder(folder, sizeof folder);
    JavaVMOption options[OPTIONS] = {{.optionString = classes},
        {.optionString = folder},
        {.optionString = "-Xrs"},
        {.optionString = "-XX:+UseSerialGC"},
        {.optionString = "-XX:TieredStopAtLevel=1"},
        {.optionString = "--enable-native-access=ALL-UNNAMED"}};
    JavaVMInitArgs arguments = {.version = JNI_VERSION_1_8, .nOptions = OPTIONS, .options = options};
    void *env = NULL;
    jint result = create(&module->jvm, &env, &arguments);
    free(classes);
    return result == JNI_OK ? env : NULL;
}

/* Whether a call threw; says what. */
static bool threw(JNIEnv *env)
{
    if (!(*env)->ExceptionCheck(env)) {
        return false;
    }
    (*env)->ExceptionDescribe(env);
    (*env)->ExceptionClear(env);
    return true;
}

static bool make_object(struct java_module *module, JNIEnv *env, const char *class_name)
{
    jclass class = (*env)->FindClass(env, class_name);
    jmethodID constructor = class == NULL ? NULL : (*env)->GetMethodID(env, class, "<init>", "()V");
    if (constructor == NULL) {
        return false;
    }
    module->object = (*env)->NewGlobalRef(env, (*env)->NewObject(env, class, constructor));
    module->start = (*env)->GetMethodID(env, class, "start", "()V");
    module->receive = (*env)->GetMethodID(env, class, "receive", "([B)V");
    module->destroy = (*env)->GetMethodID(env, class, "destroy", "()V");
    return module->object != NULL && module->destroy != NULL;
}

static void create_object(struct java_module *module, JNIEnv *env, BROKER_HANDLE handle, const char *arguments)
{
    jclass class = (*env)->FindClass(env, BROKER);
    jmethodID constructor = class == NULL ? NULL : (*env)->GetMethodID(env, class, "<init>", "(J)V");
    if (constructor == NULL) {
        return;
    }
    jobject broker = (*env)->NewObject(env, class, constructor, (jlong)(intptr_t)handle);
    jmethodID create = (*env)->GetMethodID(
        env, (*env)->GetObjectClass(env, module->object), "create", "(JL" BROKER ";Ljava/lang/String;)V");
    if (create != NULL) {
        (*env)->CallVoidMethod(env, module->object, create, (jlong)(intptr_t)module, broker,
            (*env)->NewStringUTF(env, arguments));
    }
}

static MODULE_HANDLE create(BROKER_HANDLE broker, const void *configuration)
{
    struct java_module *module = calloc(1, sizeof *module);
    char *text = strdup(configuration);
    char *rest = text;
    const char *libjvm = next_line(&rest);
    const char *class_path = next_line(&rest);
    const char *class_name = next_line(&rest);
    JNIEnv *env = make_jvm(module, libjvm, class_path);
    bool created = false;
    if (env != NULL) {
        if (make_object(module, env, class_name)) {
            create_object(module, env, broker, rest);
        }
        created = !threw(env);
        (*module->jvm)->DetachCurrentThread(module->jvm);
    }
    free(text);
    return created ? module : NULL; /* what it made of one that failed ends with the process */
}

static JNIEnv *attach(const struct java_module *module)
{
    void *env = NULL;
    (*module->jvm)->AttachCurrentThread(module->jvm, &env, NULL);
    return env;
}

static void call(const struct java_module *module, jmethodID method)
{
    JNIEnv *env = attach(module);
    (*env)->CallVoidMethod(env, module->object, method);
    threw(env);
    (*module->jvm)->DetachCurrentThread(module->jvm);
}

static void start(MODULE_HANDLE handle)
{
    const struct java_module *module = handle;
    call(module, module->start);
}

static void receive(MODULE_HANDLE handle, MESSAGE_HANDLE message)
{
    const struct java_module *module = handle;
    JNIEnv *env = attach(module);
    int32_t size = Message_ToByteArray(message, NULL, 0);
    unsigned char *bytes = malloc((size_t)size);
    jbyteArray array = bytes == NULL ? NULL : (*env)->NewByteArray(env, size);
    if (array != NULL) {
        Message_ToByteArray(message, bytes, size);
        (*env)->SetByteArrayRegion(env, array, 0, size, (const jbyte *)bytes);
        (*env)->CallVoidMethod(env, module->object, module->receive, array);
    }
    threw(env);
    free(bytes);
    (*module->jvm)->DetachCurrentThread(module->jvm);
}

static void destroy(MODULE_HANDLE handle)
{
    struct java_module *module = handle;
    call(module, module->destroy);
    JNIEnv *env = attach(module);
    (*env)->DeleteGlobalRef(env, module->object);
    (*module->jvm)->DestroyJavaVM(module->jvm);
    free(module);
}

const MODULE_API_1 *Module_GetApi(int version)
{
    static const MODULE_API_1 api = {
        .version = GATEWAY_API_VERSION_1, .Create = create, .Destroy = destroy, .Receive = receive, .Start = start};
    return version == GATEWAY_API_VERSION_1 ? &api : NULL;
}
